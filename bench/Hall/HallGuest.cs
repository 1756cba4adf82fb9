using System.Buffers;
using System.Text;
using Venueless.Fast.Bench.Transport;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Bench.Hall;

/// <summary>One user in a hall: a real connection over pipes in memory, and the real session behind it.</summary>
internal sealed record HallGuest(UserRow User, MemoryConnection Link, Session Session)
{
    /// <summary>Completes when the session has dealt with the message, which may wait for the store.</summary>
    public ValueTask SendAsync(in ReadOnlySequence<byte> message) => Session.OnMessageAsync(message, MessageType.Text);

    /// <summary>Runs a command past the connection, which may wait for the store, and returns the text of everything that has arrived since.</summary>
    public async Task<string> RunAsync(string message)
    {
        Link.Drain();
        await SendAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)));
        return Link.DrainText();
    }
}
