"""Exception -> a page in Vietnamese that says what happened and what to do; JSON for those who asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer import EngineError, QueryError
from webui.api import wants_json
from webui.state import SearchState

RETRY_SECONDS = 60  # after which a 503 is worth another try


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: str
    lead: str


PAGES = {
    400: ErrorPage(400, "Không đọc được yêu cầu", "Địa chỉ có phần không đúng dạng. Hãy tìm lại từ ô tìm kiếm."),
    404: ErrorPage(
        404,
        "Không có trang này",
        "Địa chỉ có thể bị gõ thiếu, hoặc bài không có trong kho. Bài không bao giờ đổi địa chỉ khi kho được lập lại.",
    ),
    405: ErrorPage(
        405, "Trang này chỉ để đọc", "Mọi tìm kiếm đều là một địa chỉ: hãy dùng ô tìm kiếm hoặc một liên kết."
    ),
    410: ErrorPage(
        410, "Bài đã được gỡ khỏi kho", "Bài từng có ở địa chỉ này, nhưng người quản lý kho tin đã gỡ bài xuống."
    ),
    500: ErrorPage(
        500, "Hệ thống gặp lỗi", "Lỗi ở phía chúng tôi, không phải ở câu tìm kiếm. Xin thử lại sau ít phút."
    ),
    503: ErrorPage(
        503,
        "Hệ thống tìm kiếm đang tạm ngừng",
        "Đây không phải là “không có kết quả”: kho tin chưa trả lời được. Xin thử lại sau ít phút.",
    ),
}


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(QueryError, _query_error)
    app.register_error_handler(EngineError, _engine_error)


def _http_error(error: HTTPException) -> Response:
    known = PAGES.get(error.code or 500)
    page = known or ErrorPage(error.code or 500, "Không thực hiện được yêu cầu", "Hãy tìm lại từ ô tìm kiếm.")
    response = _response(page)
    response.headers.extend([pair for pair in error.get_headers() if pair[0] == "Allow"])
    return response


def _query_error(error: QueryError) -> Response:
    return _response(ErrorPage(400, "Không tìm được với yêu cầu này", str(error)))


def _engine_error(error: EngineError) -> Response:
    current_app.logger.error("request %s: %s: %s", g.request_id, type(error).__name__, error)
    response = _response(PAGES[503])
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _response(page: ErrorPage) -> Response:
    if wants_json():
        response = jsonify(
            type="about:blank", status=page.status, title=page.title, detail=page.lead, request=g.request_id
        )
        response.mimetype = "application/problem+json"
    else:
        state = SearchState(q=request.args.get("q", "").strip()[:512])
        response = make_response(render_template("error.html", page=page, state=state, request_id=g.request_id))
    response.status_code = page.status
    return response
