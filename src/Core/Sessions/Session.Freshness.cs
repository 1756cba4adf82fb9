namespace Venueless.Fast.Core.Sessions;

// What a command needs before it may use cached rows: connection.md section 9.
public sealed partial class Session
{
    // The first use of a room by a connection must be newer than the login, which validated everything; later ones may be 30 s old. Both are covered by
    // this: the first room command of a connection revalidates the shared snapshot once. Receive loop only.
    private bool _hasUsedRooms;

    private bool IsFresh(int command)
    {
        var ages = Services.Freshness;
        var usesRoom = command >= 0 && Services.Commands.UsesRoom(command);
        return UserState!.IsFresh(ages.UserAge)
            && (usesRoom ? _hasUsedRooms && WorldState!.IsFresh(ages.RoomAge) : WorldState!.IsFresh(ages.WorldAge));
    }

    private async ValueTask RefreshAsync(int command)
    {
        var ages = Services.Freshness;
        var usesRoom = command >= 0 && Services.Commands.UsesRoom(command);
        if (usesRoom ? !_hasUsedRooms || !WorldState!.IsFresh(ages.RoomAge) : !WorldState!.IsFresh(ages.WorldAge))
        {
            await WorldState!.ValidateAsync();
            _hasUsedRooms |= usesRoom;
        }

        if (!UserState!.IsFresh(ages.UserAge))
        {
            await UserState!.ValidateAsync();
        }
    }
}
