"""What carries requests nowhere: it keeps them, so that a user can see exactly what would be sent."""

import json

import httpx2


class Capture(httpx2.AsyncBaseTransport):
    """Keeps the bodies of requests and answers each as a filter would, so that none is asked twice."""

    def __init__(self) -> None:
        self._bodies: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Keep a request."""
        body = json.loads(await request.aread())
        self._bodies.append(json.dumps(body, ensure_ascii=False, indent=2))
        message = {"role": "assistant", "content": ""}
        choice = {"index": 0, "finish_reason": "content_filter", "message": message}
        return httpx2.Response(
            200,
            json={"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [choice]},
            request=request,
        )

    def taken(self) -> list[str]:
        """The bodies so far, in the order of their text; they are not given again."""
        bodies, self._bodies = sorted(self._bodies), []
        return bodies
