using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Lets a test fail or hold the calls of an in-memory store.</summary>
public sealed class StoreFaults
{
    /// <summary>True: every call throws <see cref="StoreUnavailableException"/>.</summary>
    public bool IsAway { get; set; }

    /// <summary>Awaited at the start of every call, with the method's name.</summary>
    public Func<string, Task>? BeforeCall { get; set; }

    public async ValueTask EnterAsync([CallerMemberName] string method = "")
    {
        if (BeforeCall is { } beforeCall)
        {
            await beforeCall(method);
        }

        Check();
    }

    /// <summary>The same for calls that never wait.</summary>
    internal void Check()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The test took the store away.");
        }
    }
}
