using Venueless.Fast.Testing;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The real program behind the page.</summary>
internal sealed class AttendeeServerProcess : IAttendeeServer
{
    private readonly ServerProcess _process = new();

    public Uri Address => _process.Address;

    public int Port => _process.Port;

    public Task StartAsync() => _process.StartAsync();

    public Task StopAsync() => _process.StopAsync();

    /// <summary>A personal token of the sample world for somebody with these traits.</summary>
    public async Task<string> GenerateTokenAsync(params string[] traits)
    {
        var url = await _process.RunCommandAsync(["generate_token", "lighthouse", "--raw", "--trait", .. traits]);
        return url.Trim().Split("#token=")[1];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
