using Venueless.Fast.Testing;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The real program behind the page.</summary>
internal sealed class AttendeeServerProcess : IAttendeeServer
{
    private readonly ServerProcess _process = new();

    public Uri Address => _process.Address;

    public Task StartAsync() => _process.StartAsync();

    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
