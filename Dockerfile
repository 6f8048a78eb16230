# Builds rankd and rankctl, then puts them on a slim Debian without a toolchain.
# docker build -t rankd:0.1.0 .   and   docker run -v "$PWD/.rankd/bundles:/bundles:ro" -p 8000:8000 rankd:0.1.0
FROM swift:6.3.1-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libnghttp2-dev zlib1g-dev libprotobuf-c-dev libopenblas-dev pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product rankd \
 && swift build -c release --static-swift-stdlib --product rankctl \
 && install -D -t /out .build/release/rankd .build/release/rankctl

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="rankd" \
      org.opencontainers.image.description="Two-stage ranking server" \
      org.opencontainers.image.licenses="Apache-2.0"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libnghttp2-14 zlib1g libprotobuf-c1 libopenblas0-pthread ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/ /usr/local/bin/
USER 65532:65532
ENV RANKD_BUNDLE=/bundles/current
EXPOSE 8000 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["rankd"]
CMD ["serve"]
