"""Exception -> a page in Vietnamese that says what happened and what to do; JSON for those who asked for it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from indexer import MAX_LENGTH, EngineError, QueryError, SearchTimeout
from webui.language import later, text as _
from webui.negotiation import wants_json
from webui.parameters import clean
from webui.programs.api import Problem
from webui.state import SearchState

RETRY_SECONDS = 60  # after which a 503 is worth another try


@dataclass(frozen=True, slots=True)
class ErrorPage:
    title: str
    lead: str  # may have places for values


PAGES = {
    400: ErrorPage(
        later("Không đọc được yêu cầu"), later("Địa chỉ có phần không đúng dạng. Hãy tìm lại từ ô tìm kiếm.")
    ),
    404: ErrorPage(
        later("Không có trang này"),
        later(
            "Địa chỉ có thể bị gõ thiếu, hoặc bài không có trong kho. "
            "Bài không bao giờ đổi địa chỉ khi kho được lập lại."
        ),
    ),
    405: ErrorPage(
        later("Trang này chỉ để đọc"), later("Mọi tìm kiếm đều là một địa chỉ: hãy dùng ô tìm kiếm hoặc một liên kết.")
    ),
    410: ErrorPage(
        later("Bài đã được gỡ khỏi kho"),
        later("Bài từng có ở địa chỉ này, nhưng người quản lý kho tin đã gỡ bài xuống."),
    ),
    429: ErrorPage(
        later("Quá nhiều yêu cầu"),
        later("Có quá nhiều yêu cầu cùng lúc từ mạng của bạn. Xin đợi một phút rồi thử lại."),
    ),
    500: ErrorPage(
        later("Hệ thống gặp lỗi"), later("Lỗi ở phía chúng tôi, không phải ở câu tìm kiếm. Xin thử lại sau ít phút.")
    ),
    503: ErrorPage(
        later("Hệ thống tìm kiếm đang tạm ngừng"),
        later("Đây không phải là “không có kết quả”: kho tin chưa trả lời được. Xin thử lại sau ít phút."),
    ),
}
LATE = ErrorPage(
    later("Tìm quá lâu nên đã dừng"),
    later(
        "Kho tin chưa đếm hết trong thời gian cho phép, nên không hiện kết quả dở dang. "
        "Hãy thêm từ, bỏ bớt dấu sao hoặc thu hẹp khoảng ngày rồi tìm lại."
    ),
)
UNREAD = later("Không tìm được với yêu cầu này")
OTHER = ErrorPage(later("Không thực hiện được yêu cầu"), later("Hãy tìm lại từ ô tìm kiếm."))


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(QueryError, _query_error)
    app.register_error_handler(EngineError, _engine_error)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    response = _response(status, PAGES.get(status, OTHER))
    response.headers.extend([pair for pair in error.get_headers() if pair[0] == "Allow"])
    return response


def _query_error(error: QueryError) -> Response:
    return _response(400, ErrorPage(UNREAD, error.said), **error.values)


def _engine_error(error: EngineError) -> Response:
    current_app.logger.error("request %s: %s: %s", g.request_id, type(error).__name__, error)
    response = _response(503, LATE if isinstance(error, SearchTimeout) else PAGES[503])
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _response(status: int, page: ErrorPage, **values: object) -> Response:
    """Where `values` has a "word" of the address that cannot be read, the way on is the same address without it."""
    page, wrong = ErrorPage(_(page.title), _(page.lead, **values)), str(values.get("word", ""))
    if wants_json():
        kind = url_for("help", lang=None, _anchor=f"error-{status}")
        response = jsonify(Problem(kind, status, page.title, page.lead, g.request_id))
        response.mimetype = "application/problem+json"
    else:
        state = SearchState(q=request.args.get("q", "").strip()[:MAX_LENGTH])
        again = urlencode([pair for pair in request.args.items(multi=True) if not wrong or clean(pair[1]) != wrong])
        told = {"status": status, "wrong": wrong, "again": again, "request_id": g.request_id}
        response = make_response(render_template("error.html", page=page, state=state, **told))
    response.status_code = status
    return response
