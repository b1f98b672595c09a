"""Traces are made when the settings say so, and hold nothing of what a desk knows."""

import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from tests.probe_routes import SECRET, probe_router
from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.telemetry import NO_TELEMETRY, traced


def test_without_settings_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even if the environment asks FastAPI for it."""
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")

    assert bare_service().telemetry == NO_TELEMETRY
    assert NO_TELEMETRY["auto_configure"] is False
    assert NO_TELEMETRY["tracing"] is False


def test_a_request_is_traced_without_what_it_is_about() -> None:
    """Route, method and status: neither bodies nor messages of errors."""
    telemetry = traced("http://127.0.0.1:9/v1/traces")
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    service = bare_service(telemetry={**telemetry, "tracer_provider": provider})
    app = create_app(service, [("/probe", probe_router())])
    client = TestClient(app, raise_server_exceptions=False)

    client.post("/probe/echo", json={"name": "swordfish"})
    client.get("/probe/fail")
    telemetry["tracer_provider"].shutdown()  # type: ignore[union-attr]

    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "/probe/echo" in told
    assert "swordfish" not in told
    assert SECRET not in told


def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only who wants traces needs the packages."""
    module = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ValueError, match=r"accepted: pip install 'zaslin\[serve,otel"):
        traced("http://127.0.0.1:9/v1/traces")
