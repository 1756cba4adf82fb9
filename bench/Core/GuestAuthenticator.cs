using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Core;

/// <summary>Lets everybody in as a new person.</summary>
internal sealed class GuestAuthenticator(InMemoryUserStore users) : IAuthenticator
{
    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        var user = users.Put(new UserRow(
            new UserId(Guid.NewGuid()), session.WorldState!.Id, "guest", null, ModerationStates.None, UserTypes.Person, true,
            RawJson.EmptyObject, RawJson.EmptyObject, [], null, null, false, 1, [], []));
        session.BeginLogin(user, 1);
        return CompleteAsync(session);
    }

    private static async ValueTask CompleteAsync(Session session)
    {
        var frame = SharedFrame.CreateText("[\"authenticated\",{}]"u8);
        await session.CompleteLoginAsync(frame, null);
        frame.Release();
    }
}
