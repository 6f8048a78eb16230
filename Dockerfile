# rankd on a slim Debian without a toolchain; --target rankctl gives the offline tools instead.
#   docker build -t rankd:0.1.0 --build-arg REVISION="$(git rev-parse HEAD)" .
#   docker run --read-only -v "$PWD/.rankd/bundles:/bundles:ro" -p 8000:8000 rankd:0.1.0
# `.ci/image-check` assembles the last stage's packages and binary without a container engine and serves from them.
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
COPY Benchmarks/recording Benchmarks/recording
RUN swift build -c release --static-swift-stdlib --product rankd \
 && install -D .build/release/rankd /out/rankd/rankd \
 && strip --strip-unneeded /out/rankd/rankd

FROM build AS build-rankctl
RUN swift build -c release --static-swift-stdlib --product rankctl \
 && install -D .build/release/rankctl /out/rankctl/rankctl \
 && strip --strip-unneeded /out/rankctl/rankctl

# Training, gate and promotion, for jobs.
FROM debian:bookworm-slim AS rankctl
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libnghttp2-14 zlib1g libprotobuf-c1 libstdc++6 libopenblas0-pthread ca-certificates curl unzip python3-pip \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build-rankctl /out/rankctl/ /usr/local/bin/
USER 65532:65532
ENTRYPOINT ["rankctl"]

FROM debian:bookworm-slim AS rankd
# Labels depend on what is built, never on when.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="rankd" \
      org.opencontainers.image.description="Two-stage ranking server" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libnghttp2-14 zlib1g libprotobuf-c1 libstdc++6 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/rankd/ /usr/local/bin/
USER 65532:65532
ENV RANKD_BUNDLE=/bundles/current
EXPOSE 8000 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["rankd", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["rankd"]
CMD ["serve"]
