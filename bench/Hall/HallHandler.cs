using System.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Bench.Hall;

/// <summary>Passes everything on to the session and tells when it is open.</summary>
internal sealed class HallHandler(Session session) : IMessageHandler
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Session Session { get; } = session;

    public Task Opened => _opened.Task;

    public async ValueTask OnOpenAsync()
    {
        await Session.OnOpenAsync();
        _opened.SetResult();
    }

    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type) => Session.OnMessageAsync(message, type);

    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type) => Session.TryHandleWhileBusy(message, type);

    public ValueTask OnClosedAsync(ConnectionClosed closed) => Session.OnClosedAsync(closed);
}
