namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Values of <c>core_auditlog.type</c> that the stores write themselves (auth-and-users.md section 13).</summary>
internal static class AuditTypes
{
    public const string TraitsChanged = "auth.user.traits.changed";
    public const string ProfileChanged = "auth.user.profile.changed";
    public const string WorldUpdated = "world.updated";
    public const string TokensGenerated = "world.tokens.generate";
    public const string PretalxIdChanged = "auth.user.pretalx_id.changed";
    public const string Banned = "auth.user.banned";
    public const string Silenced = "auth.user.silenced";
    public const string Reactivated = "auth.user.reactivated";
    public const string Deleted = "auth.user.deleted";
    public const string Blocked = "auth.user.blocked";
    public const string Unblocked = "auth.user.unblocked";
    public const string RoomAdded = "world.room.added";
    public const string RoomUpdated = "world.room.updated";
    public const string RoomDeleted = "world.room.deleted";
    public const string RoomsReordered = "world.room.reorder";
    public const string ExhibitorUpdated = "exhibition.exhibitor.updated";
    public const string ExhibitorDeleted = "exhibition.exhibitor.deleted";

    public const string PosterUpdated = "poster.updated";
    public const string PosterDeleted = "poster.deleted";
    public const string ChatEventUpdated = "chat.event.updated";
}
