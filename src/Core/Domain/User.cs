using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain;

/// <summary>A user as one immutable snapshot of its row.</summary>
public sealed class User
{
    public User(UserRow row)
    {
        Row = row;
        DisplayName = ReadDisplayName(row.Profile);
    }

    /// <summary>The stored row.</summary>
    public UserRow Row { get; }

    public UserId Id => Row.Id;

    public string Type => Row.Type;

    public bool IsPerson => Row.Type == UserTypes.Person;

    public bool IsBanned => Row.ModerationState == ModerationStates.Banned;

    public bool IsSilenced => Row.ModerationState == ModerationStates.Silenced;

    public bool IsDeleted => Row.Deleted;

    public IReadOnlyList<string> Traits => Row.Traits;

    public IReadOnlyList<string> WorldGrants => Row.WorldGrants;

    public IReadOnlyList<RoomGrant> RoomGrants => Row.RoomGrants;

    public RawJson Profile => Row.Profile;

    /// <summary><c>profile.display_name</c> if it is a non-empty string; forced joins and <c>chat.join</c> need it.</summary>
    public string? DisplayName { get; }

    private static string? ReadDisplayName(RawJson profile)
    {
        using var document = JsonDocument.Parse(profile.Memory, JsonInput.StoredOptions);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("display_name"u8, out var name)
            && JsonInput.TextOf(name) is { Length: > 0 } text
                ? text
                : null;
    }
}
