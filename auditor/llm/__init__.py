"""The only room that knows langchain and openai: a question with its inputs → a checked answer.

Nothing here knows a form. What is asked and what an answer is worth is decided in ``narrative`` and
``drafting``. The modules are imported one by one, so that a run without a model loads none of them.
"""
