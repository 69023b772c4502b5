"""Fictional projects of many kinds: names, offices, and the indicators that they may have."""

from dataclasses import dataclass

from support.forms import GLAD, GOOD, OUT
from support.randoms import KINDS, Kind

_CLASSES = {
    "数量": (OUT, "数量指标"), "质量": (OUT, "质量指标"), "时效": (OUT, "时效指标"), "成本": (OUT, "成本指标"),
    "经济": (GOOD, "经济效益指标"), "社会": (GOOD, "社会效益指标"), "生态": (GOOD, "生态效益指标"),
    "持续": (GOOD, "可持续影响指标"), "满意": (GLAD, "服务对象满意度指标"),
}  # fmt: skip


@dataclass(frozen=True)
class Project:
    """A project with its offices, its survey and its indicators."""

    name: str
    department: str
    unit: str
    titles: tuple[str, str, str]
    survey: str
    kinds: tuple[Kind, ...]


def _project(name: str, offices: str, titles: str, survey: str, **many: str) -> Project:
    department, unit = offices.split()
    one, two, three = titles.split()
    kinds = tuple(Kind(*_CLASSES[c], *words.split(":")) for c, all_words in many.items() for words in all_words.split())
    KINDS.update({k.name: k for k in kinds})
    return Project(name, department, unit, (one, two, three), survey, kinds)


PLACES = ("霁川县", "芦汀县", "青峪区", "砚溪市", "墨岭区", "云岫县", "浔山县")
PROJECTS = (
    _project(
        "高标准农田建设项目", "农业农村局 农田建设服务中心", "农田建设 增产增收 农户评价",
        "11月由第三方机构组织满意度问卷调查，走访项目区农户。",
        数量="建成高标准农田面积:亩:more 衬砌渠道长度:公里:more 新修田间道路长度:公里:more 改造提灌站数量:座:more 安装太阳能杀虫灯数量:盏:more",
        质量="工程验收合格率:%:share 耕地质量检测达标率:%:share 土方回填压实不合格率:%:error 招标程序:合规:quality",
        时效="主体工程完工时间:日:day 工程款拨付时间:及时:quality",
        成本="亩均建设成本:元/亩:less 渠道每米造价:元/米:less",
        经济="项目区粮食增产量:吨:more 农户亩均增收金额:元:more",
        社会="受益农户数量:户:more 灌溉保证率:%:share",
        生态="年节约灌溉用水量:万吨:more",
        持续="工程设计使用年限:年:more 落实管护人员数量:人:more",
        满意="受益农户满意度:%:share",
    ),
    _project(
        "居家和社区养老服务补助", "民政局 养老服务指导中心", "服务开展 服务成效 老人评价",
        "12月入户发放满意度问卷，覆盖全部服务街道。",
        数量="上门助餐服务次数:次:more 适老化改造户数:户:more 护理员培训人数:人:more 新建日间照料中心数量:个:more 建立老人健康档案份数:份:more",
        质量="护理员持证上岗率:%:share 改造工程验收合格率:%:share 服务记录抽查差错率:%:error 服务采购程序:合规:quality",
        时效="适老化改造完成时间:日:day 紧急呼叫平均响应时间:分钟:less",
        成本="户均改造费用:元/户:less 单次助餐补贴标准:元/次:less",
        经济="带动家政就业人数:人:more",
        社会="服务高龄老人数量:人:more 失能老人服务覆盖率:%:share 老人意外走失起数:起:less",
        持续="签约养老机构数量:家:more 在册助老志愿者人数:人:more",
        满意="服务老人满意度:%:share 老人家属满意度:%:share",
    ),
    _project(
        "职业技能提升培训经费", "人力资源和社会保障局 就业服务局", "培训组织 就业成效 学员评价",
        "结业时对参训学员逐班发放满意度问卷。",
        数量="开设培训班期数:期:more 参训学员人数:人:more 编印教材册数:册:more 校企合作企业数量:家:more",
        质量="结业考核合格率:%:share 学员出勤率:%:share 教学事故率:%:error 培训机构遴选程序:合规:quality",
        时效="全部班次结业时间:日:day 培训补贴发放时间:及时:quality",
        成本="人均培训成本:元/人:less 教材单册印制费用:元/册:less",
        经济="学员人均月增收金额:元:more",
        社会="培训后新增就业人数:人:more 取得职业技能证书人数:人:more 困难家庭学员占比:%:share",
        持续="就业跟踪服务月数:个月:more",
        满意="参训学员满意度:%:share 用工企业满意度:%:share",
    ),
    _project(
        "森林防火能力建设专项", "林业局 森林消防大队", "防火建设 防火成效 群众评价",
        "年末对林区村民开展满意度问卷调查。",
        数量="新建防火隔离带长度:公里:more 购置灭火水泵数量:台:more 设置视频监控点位数量:个:more 开展护林员巡护次数:次:more 举办扑火演练场次:场:more",
        质量="设备验收合格率:%:share 监控设备在线率:%:share 巡护记录缺失率:%:error 物资采购程序:规范:quality",
        时效="隔离带建成时间:日:day 火情平均到场时间:分钟:less",
        成本="每公里隔离带建设成本:万元/公里:less 灭火水泵采购单价:元/台:less",
        经济="挽回林木损失金额:万元:more",
        社会="森林火灾起数:起:less 防火宣传受众人数:人:more",
        生态="管护林地面积:公顷:more",
        持续="防火设施使用年限:年:more",
        满意="林区村民满意度:%:share",
    ),
    _project(
        "义务教育学校食堂改造", "教育体育局 学校后勤管理站", "食堂改造 供餐成效 师生评价",
        "10月在项目学校发放满意度问卷。",
        数量="改造食堂数量:个:more 更新厨具台数:台:more 铺设防滑地面面积:平方米:more 食堂从业人员培训人次:人次:more",
        质量="改造工程一次验收合格率:%:share 食材抽检合格率:%:share 餐具消毒不合格率:%:error 食材采购程序:合规:quality",
        时效="食堂改造完工时间:日:day 食材配送平均用时:小时:less",
        成本="单个食堂改造费用:万元/个:less 每平方米地面铺设费用:元/平方米:less",
        经济="学校年节约燃气费用:万元:more",
        社会="在校就餐学生人数:人:more 食品安全事故起数:起:less",
        生态="厨余垃圾分类处置率:%:share",
        持续="食堂管理制度建立数量:项:more",
        满意="就餐学生满意度:%:share 教职工满意度:%:share",
    ),
    _project(
        "文物保护单位修缮工程", "文化旅游局 文物保护管理所", "修缮施工 利用成效 观众评价",
        "12月由志愿者在开放现场发放满意度问卷。",
        数量="修缮古建筑处数:处:more 更换檐椽根数:根:more 修复彩绘面积:平方米:more 布设消防探头数量:个:more 采集三维数据点位数量:个:more",
        质量="修缮工程验收合格率:%:share 木构件含水率达标率:%:share 彩绘返修率:%:error 施工资质审查:通过:quality",
        时效="修缮工程竣工时间:日:day 险情上报平均用时:小时:less",
        成本="每平方米彩绘修复费用:元/平方米:less 每处修缮平均费用:万元/处:less",
        经济="带动周边旅游收入:万元:more",
        社会="年接待观众人数:人次:more 公益讲解场次:场:more 文物安全事故起数:起:less",
        持续="文物修缮后使用年限:年:more",
        满意="参观观众满意度:%:share",
    ),
    _project(
        "基层医疗设备配置项目", "卫生健康局 基层卫生服务中心", "设备配置 诊疗成效 患者评价",
        "第四季度在各卫生院开展出院患者满意度问卷调查。",
        数量="配置超声设备台数:台:more 配置便携心电图机台数:台:more 设备操作培训人次:人次:more 建设远程诊室间数:间:more",
        质量="设备安装验收合格率:%:share 检验结果准确率:%:share 设备故障停机率:%:error 设备招标程序:合规:quality",
        时效="设备安装完成时间:日:day 远程诊断平均用时:分钟:less",
        成本="单台超声设备采购价:万元/台:less 人次培训费用:元/人次:less",
        经济="患者年节约就诊交通费用:万元:more",
        社会="基层诊疗服务人次:人次:more 县域内就诊比例:%:share",
        持续="设备设计使用年限:年:more 签约乡村医生人数:人:more",
        满意="就诊患者满意度:%:share",
    ),
    _project(
        "特色种养产业到户补助", "农业农村局 乡村产业服务站", "产业发展 带动成效 农户评价",
        "12月由驻村工作队入户开展满意度问卷调查。",
        数量="补助养殖户数:户:more 发放种兔只数:只:more 新建菌棚数量:个:more 栽植核桃苗株数:株:more 技术指导服务人次:人次:more",
        质量="种兔成活率:%:share 苗木栽植成活率:%:share 补助资金发放差错率:%:error 补助对象资格审核:合规:quality",
        时效="种苗发放完成时间:日:day 补助资金兑付时间:及时:quality",
        成本="户均补助标准:元/户:less 菌棚单个造价:万元/个:less",
        经济="带动脱贫户户均增收金额:元:more 项目年产值:万元:more",
        社会="受益脱贫人口数量:人:more 吸纳务工人数:人:more",
        生态="养殖粪污处理率:%:share",
        持续="产业带动年限:年:more",
        满意="受益脱贫户满意度:%:share",
    ),
)  # fmt: skip
