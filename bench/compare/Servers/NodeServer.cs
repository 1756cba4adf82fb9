using System.Diagnostics;
using System.Globalization;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Compare.Servers;

/// <summary>Node with the <c>ws</c> package, which is installed beside a copy of <c>bench/compare/node</c> when it is missing.</summary>
internal sealed class NodeServer : IServer
{
    private static readonly string Folder = Repository.WorkFolder("node");

    public string Name => "node-ws";

    public async Task<string?> PrepareAsync()
    {
        if (!await Tool.IsInstalledAsync("node") || !await Tool.IsInstalledAsync("npm"))
        {
            return "node and npm are not installed";
        }

        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "node")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }

        try
        {
            // Quick when the pinned version is already there.
            string[] install = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
            await Tool.RunAsync(new ProcessStartInfo("npm", install) { WorkingDirectory = Folder });
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return $"npm could not install ws: {exception.Message}";
        }
    }

    public Task<ServerChild> StartAsync()
    {
        var port = FreePort.Find();
        string[] arguments = ["server.js", port.ToString(CultureInfo.InvariantCulture)];
        return ServerChild.StartAsync(new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder }, port);
    }

    public Task<Dialect> DescribeAsync(ServerChild server, int messageBytes) => Task.FromResult<Dialect>(new PlainDialect(messageBytes));
}
