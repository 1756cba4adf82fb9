using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Venueless.Fast.EchoHost;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Transport;

// A websocket echo on every path of one port, for conformance suites that test the transport alone.
if (args.Length != 1 || !ushort.TryParse(args[0], out var port))
{
    Console.Error.WriteLine("usage: dotnet run --project tests/EchoHost -- <port>");
    return 2;
}

const int MaxMessageBytes = 64 * 1024 * 1024;
var options = new TransportOptions
{
    PathPrefix = "/",
    // Suites send messages of 16 MiB and thousands of small ones at once.
    MaxMessageBytesBeforeLogin = MaxMessageBytes,
    MaxMessageBytes = MaxMessageBytes,
    MaxQueuedBytes = 2 * MaxMessageBytes,
    CommandsPerSecond = 0,
};

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
using var loggers = LoggerFactory.Create(logging => logging.AddConsole());
using var server = new WebSocketServer(new EchoEndpoint(), options, TimeProvider.System, loggers.CreateLogger<WebSocketServer>());
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Services.AddSingleton(server);
builder.Services.AddWebSocketListener(static _ => new ListenerLimits(MaxConnections: null, static () => false));
await using var app = builder.Build();
app.UseMiddleware<WebSocketUpgradeMiddleware>(server);
await app.StartAsync();
Console.WriteLine($"echo on ws://127.0.0.1:{port}/");
await app.WaitForShutdownAsync();
return 0;
