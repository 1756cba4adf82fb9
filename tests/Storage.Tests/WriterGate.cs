using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Holds the writer's thread after a commit, so that what is queued meanwhile becomes one batch. Disposing lets it go.</summary>
internal sealed class WriterGate : IDisposable
{
    private readonly ManualResetEventSlim _isOpen = new();
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WriterGate()
    {
    }

    public static async Task<WriterGate> CloseAsync(TestStore store, UserId user)
    {
        var gate = new WriterGate();
        var message = store.Message(user);
        var write = new TestChatWrite(null)
        {
            World = message.World,
            Channel = message.Channel,
            User = message.User,
            Now = message.Now,
            Committed = () =>
            {
                gate._isHeld.SetResult();
                gate._isOpen.Wait();
            },
        };
        _ = store.Storage.Chat.WriteAsync(write);
        await gate._isHeld.Task;
        return gate;
    }

    public void Open() => _isOpen.Set();

    public void Dispose() => Open();
}
