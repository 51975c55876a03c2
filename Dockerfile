# TypeScript runs as it is (Node strips the types): there is nothing to build, only dependencies to install.

FROM node:26.10.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node, so the install script of the `node` package, which would download it again, does not run.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node -m 0700 /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY commands ./commands
COPY templates ./templates
COPY src ./src
USER node
VOLUME /data
EXPOSE 8000
# Liveness only: a database that is away is no reason to restart this process, which waits for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, not npm: it gets the SIGTERM of `docker stop` and ends in good order.
CMD ["node", "src/server.ts"]
