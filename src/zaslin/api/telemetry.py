"""Traces for an OpenTelemetry collector, if the settings name one."""

from fastapi.telemetry import TelemetryConfig

NO_TELEMETRY = TelemetryConfig(
    tracing=False, metrics=False, logs=False, auto_configure=False
)
"""Nothing is traced, whatever the environment says."""


def traced(endpoint: str, service_name: str = "zaslin") -> TelemetryConfig:
    """Traces of requests, sent to ``endpoint`` (``http://host:4318/v1/traces``).

    Needs the extra ``otel``, which is imported only here.
    Neither bodies nor error messages are sent: what a desk knows stays with it.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ValueError(
            f"telemetry: {error.name} is not installed; accepted: "
            "pip install 'zaslin[serve,otel]'"
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": service_name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
    return TelemetryConfig(
        tracer_provider=provider,
        tracing=True,
        metrics=False,
        logs=False,
        operation_spans=False,
        auto_configure=False,
        exclude=_is_watched,
    )


def _is_watched(scope: object) -> bool:
    path = scope.get("path") if isinstance(scope, dict) else None
    return path in ("/healthz", "/readyz", "/metrics")
