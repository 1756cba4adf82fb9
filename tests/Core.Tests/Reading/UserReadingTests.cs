using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Reading;

namespace Venueless.Fast.Core.Tests.Reading;

public sealed class UserReadingTests
{
    private readonly UserReading _reading = new();
    private readonly ChannelId[] _channels = [new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid())];

    [Fact]
    public void ReadUpTo_SeveralChannelsInTurns_EachKeepsItsOwn()
    {
        for (var round = 1; round <= 3; round++)
        {
            for (var index = 0; index < _channels.Length; index++)
            {
                _reading.NoteRead(_channels[index], (10 * index) + round);
            }
        }

        Assert.Equal([3L, 13L, 23L], _channels.Select(_reading.ReadUpTo));
        Assert.Equal(0, _reading.ReadUpTo(new ChannelId(Guid.NewGuid())));
    }

    [Fact]
    public void TryRead_MembershipsOfSeveralChannels_EachKeepsItsOwnUntilOneChanges()
    {
        var user = new User(Sessions.ScriptedUserStore.Row(new UserId(Guid.NewGuid())));
        _reading.KeepCounts(NotificationCounts.None, _reading.BeginCounting(), TimeProvider.System.GetTimestamp());
        foreach (var channel in _channels)
        {
            Assert.Equal(ReaderMembership.Unknown, Read(user, channel));
        }

        foreach (var (channel, isMember) in _channels.Zip([true, false, true]))
        {
            _reading.KeepMembership(channel, isMember, _reading.BeginLookingUp(), TimeProvider.System.GetTimestamp());
        }

        Assert.Equal([ReaderMembership.Member, ReaderMembership.Guest, ReaderMembership.Member], _channels.Select(channel => Read(user, channel)));

        _reading.ForgetMemberships();
        Assert.All(_channels, channel => Assert.Equal(ReaderMembership.Unknown, Read(user, channel)));
    }

    private ReaderMembership Read(User user, ChannelId channel)
    {
        Assert.True(_reading.TryRead(channel, 1, user, TimeProvider.System, TimeSpan.FromMinutes(1), out _, out var membership));
        return membership;
    }
}
