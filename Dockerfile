# syntax=docker/dockerfile:1

# Packages: this layer is rebuilt only when a project file or a version changes.
# The compiler runs on the machine that builds and compiles for the one that the image is for (amd64, arm64).
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS restore
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Directory.Build.props src/BannedSymbols.txt src/
COPY src/Core/*.csproj src/Core/packages.lock.json src/Core/
COPY src/Generators/*.csproj src/Generators/packages.lock.json src/Generators/
COPY src/Transport/*.csproj src/Transport/packages.lock.json src/Transport/
COPY src/Modules/*.csproj src/Modules/packages.lock.json src/Modules/
COPY src/Storage/*.csproj src/Storage/packages.lock.json src/Storage/
COPY src/Host/*.csproj src/Host/packages.lock.json src/Host/
RUN dotnet restore src/Host/Venueless.Fast.Host.csproj -a $TARGETARCH

FROM restore AS publish
ARG TARGETARCH
COPY src src
RUN dotnet publish src/Host/Venueless.Fast.Host.csproj --no-restore -c Release -a $TARGETARCH -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG COMMIT=unknown
LABEL commit=$COMMIT
ENV VENUELESS_COMMIT_SHA=$COMMIT \
    VENUELESS_DATA_DIR=/data/
# The same user id as in the reference's image, so that an existing data volume stays writable.
RUN groupadd --gid 15371 venueless \
 && useradd --uid 15371 --gid 15371 --home-dir /venueless --create-home venueless \
 && install -d -o venueless -g venueless /data /etc/venueless \
 && ln -s /app/venueless /usr/local/bin/venueless
COPY --from=publish /app /app
USER 15371
WORKDIR /venueless
VOLUME ["/data", "/etc/venueless"]
EXPOSE 80
# The image has no curl; bash can ask by itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80 && printf 'GET /healthcheck/ HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["venueless"]
CMD ["all"]
