#!/bin/sh
# Makes what is handed to others. FOLDER is artifacts/packages or artifacts/publish unless it is given.
#   ./build.sh pack [FOLDER]     NuGet packages: the library, the server, and nws as a .NET tool
#   ./build.sh publish [FOLDER]  nws for linux-x64 in one folder that needs no .NET
set -eu
root=$(dirname "$(readlink -f "$0")")

pack() {
    out=${1:-$root/artifacts/packages}
    for project in Nws.Runtime Nws.Server Nws.Hosts; do
        dotnet pack "$root/$project" -c Release -o "$out" --artifacts-path "$root/artifacts/build" -v quiet --nologo
    done
    ls "$out"/*.nupkg
}

publish() {
    out=${1:-$root/artifacts/publish}
    rm -rf "$out"
    dotnet publish "$root/Nws.Hosts" -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -p:SelfContained=true -o "$out" \
        --artifacts-path "$root/artifacts/build" -v quiet --nologo
    echo "$out/nws"
}

case ${1:-} in
    pack | publish) "$@" ;;
    *)
        sed -n 's/^# \{0,1\}//p' "$0" | tail -n +2 >&2
        exit 2
        ;;
esac
