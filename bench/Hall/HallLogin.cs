using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Bench.Hall;

/// <summary>Logs in by user id, without the rules of the auth module.</summary>
internal sealed class HallLogin(WorldId world, IUserStore users) : IAuthenticator
{
    private readonly WorldId _world = world;
    private readonly IUserStore _users = users;

    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body) =>
        LogInAsync(session, new UserId(Guid.Parse(Encoding.UTF8.GetString(body).Trim('"'))));

    private async ValueTask LogInAsync(Session session, UserId user)
    {
        var stamp = await _users.ReadStampAsync(user);
        session.BeginLogin((await _users.FindAsync(_world, user))!, stamp);
        session.KnowRooms(session.Rights.VisibleRoomIds);
        var frame = SharedFrame.CreateText("[\"authenticated\",{}]"u8);
        await session.CompleteLoginAsync(frame, null);
        frame.Release();
    }
}
