namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>Keeps the turns of fan-out away from a link whose shard has nothing to do, until it is disposed.</summary>
internal readonly struct TurnsHeld : IDisposable
{
    private readonly MemoryLink _link;

    public TurnsHeld(MemoryLink link)
    {
        _link = link;
        link.Services.FanOut.LongestHold = TimeSpan.FromMinutes(1);
        link.Services.FanOut.Hold();
    }

    public void Dispose() => _link.Services.FanOut.Release();
}
