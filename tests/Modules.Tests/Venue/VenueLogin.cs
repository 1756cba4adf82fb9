using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>Logs in by user id, without the rules of the auth module.</summary>
internal sealed class VenueLogin(InMemoryUserStore users, IReadOnlyList<ILoginStep> steps) : IAuthenticator
{
    private static readonly byte[] Authenticated = """["authenticated",{}]"""u8.ToArray();

    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body) =>
        LogInAsync(session, new UserId(Guid.Parse(Encoding.UTF8.GetString(body).Trim('"'))));

    private async ValueTask LogInAsync(Session session, UserId user)
    {
        session.BeginLogin(users.Get(user), await users.ReadStampAsync(user));
        var world = session.WorldState!.Current!;
        session.KnowRooms(session.Rights.VisibleRoomIds);
        var frame = SharedFrame.CreateText(Authenticated);
        await session.CompleteLoginAsync(frame, null);
        frame.Release();
        foreach (var step in steps)
        {
            await step.RunAsync(session);
        }
    }
}
