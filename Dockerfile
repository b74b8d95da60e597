# syntax=docker/dockerfile:1
# docker build -t sealstack .                                for the CPU
# docker build -t sealstack:gpu --build-arg EXTRA=gpu .      for an NVIDIA GPU
# EXTRA names the package's extras, such as cpu,scale for PostgreSQL and Redis.

ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
ARG EXTRA=cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/sealstack
WORKDIR /source
COPY . .
RUN /opt/sealstack/bin/pip install ".[${EXTRA}]"

FROM python:${PYTHON}-slim
RUN useradd --uid 10001 --user-group --create-home --shell /usr/sbin/nologin sealstack \
    && install --directory --owner=sealstack --group=sealstack --mode=0700 /data
COPY --from=build /opt/sealstack /opt/sealstack
# ONNX Runtime reports its use to its maker unless it is told not to; the last two let the NVIDIA container
# toolkit hand the driver in, and do nothing without it
ENV PATH=/opt/sealstack/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OCR_HOST=0.0.0.0 \
    OCR_PORT=8000 \
    OCR_DATA_DIR=/data \
    ORT_DISABLE_TELEMETRY=1 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER sealstack
WORKDIR /home/sealstack
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.build_opener(urllib.request.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['OCR_PORT'] + '/healthz', timeout=4).close()"]
CMD ["sealstack", "serve"]
