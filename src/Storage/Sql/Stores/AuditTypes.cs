namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Values of <c>core_auditlog.type</c> that the stores write themselves (auth-and-users.md section 13).</summary>
internal static class AuditTypes
{
    public const string TraitsChanged = "auth.user.traits.changed";
    public const string ProfileChanged = "auth.user.profile.changed";
    public const string WorldUpdated = "world.updated";
    public const string TokensGenerated = "world.tokens.generate";
    public const string RoomAdded = "world.room.added";
    public const string RoomUpdated = "world.room.updated";
    public const string RoomDeleted = "world.room.deleted";
    public const string RoomsReordered = "world.room.reorder";
    public const string ChatEventUpdated = "chat.event.updated";
}
