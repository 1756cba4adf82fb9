namespace Venueless.Fast.Browser.Tests;

/// <summary>A server that the page can visit: the real program, or a scripted stand-in.</summary>
public interface IAttendeeServer : IAsyncDisposable
{
    /// <summary>Stays the same over stop and start.</summary>
    Uri Address { get; }

    Task StartAsync();

    Task StopAsync();
}
