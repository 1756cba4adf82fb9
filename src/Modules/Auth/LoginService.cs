using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// Finds or creates the user of a login (auth-and-users.md section 2). Used by <c>authenticate</c> and by whatever else logs in the same way. Thread-safe.
/// </summary>
public sealed class LoginService(TimeProvider time, IUserStore users, IInviteStore invites)
{
    // System roles of an anonymous guest: the world as such, and the one room of the invite.
    private const string AnonymousWorldRole = "__anonymous_world";
    private const string AnonymousRoomRole = "__anonymous_room";

    private readonly TimeProvider _time = time;
    private readonly IUserStore _users = users;
    private readonly IInviteStore _invites = invites;
    private readonly TokenValidator _tokens = new(time);

    // Of everybody who logs in at the moment.
    private readonly GroupedReads<(WorldId World, string Id), UserRow> _byTokenId = Group(users.FindByTokenIdsAsync, static row => row.TokenId!);
    private readonly GroupedReads<(WorldId World, string Id), UserRow> _byClientId = Group(users.FindByClientIdsAsync, static row => row.ClientId!);

    /// <summary>
    /// Checks 1 to 5 and the effects that belong to them. Records the login of a user who was created for it and may enter, in the same transaction; otherwise the caller
    /// does.
    /// </summary>
    public ValueTask<LoginOutcome> IdentifyAsync(World world, LoginBody body)
    {
        if (body.HasToken)
        {
            return _tokens.Validate(body.Token, world.Config.JwtSecrets, out var claims) switch
            {
                TokenVerdict.Valid => IdentifyByTokenAsync(world, claims!),
                TokenVerdict.Expired => new(LoginOutcome.Refused(AuthErrors.ExpiredToken)),
                _ => new(LoginOutcome.Refused(AuthErrors.InvalidToken)),
            };
        }

        return body.ClientId is { } clientId
            ? IdentifyByClientIdAsync(world, clientId, body.InviteToken)
            : new(LoginOutcome.Refused(AuthErrors.MissingIdOrToken));
    }

    /// <summary>Why this user may not be logged in; null: it may.</summary>
    internal static ErrorCode? FindRefusal(World world, User user)
    {
        if (user.IsBanned || user.IsDeleted)
        {
            return ErrorCodes.Denied;
        }

        if (new UserRights(world, user).Has(Permission.WorldView))
        {
            return null;
        }

        return user.Row.TokenId is null ? AuthErrors.MissingToken : ErrorCodes.Denied;
    }

    private async ValueTask<LoginOutcome> IdentifyByTokenAsync(World world, LoginClaims claims)
    {
        var row = await _byTokenId.ReadAsync((world.Id, claims.Uid));
        FirstLogin? first = null;
        if (row is null)
        {
            // No empty rows in worlds that the bearer may not see.
            if (!new UserRights(world, claims.Traits).Has(Permission.WorldView))
            {
                return LoginOutcome.Refused(ErrorCodes.Denied);
            }

            first = await CreateAsync(world, new NewUser(NewId(), world.Id, null, claims.Uid, claims.Traits, claims.Profile, claims.PretalxId));
            row = first.Value.User;
        }

        if (!AreEqual(row.Traits, claims.Traits))
        {
            row = await _users.UpdateTraitsAsync(row.Id, claims.Traits, _time.GetUtcNow());
        }

        return Check(world, row, first);
    }

    private async ValueTask<LoginOutcome> IdentifyByClientIdAsync(World world, string clientId, string? inviteToken)
    {
        if (await _byClientId.ReadAsync((world.Id, clientId)) is { } row)
        {
            return Check(world, row, null);
        }

        var guest = inviteToken is not null
            ? await InviteAsync(world, clientId, inviteToken)
            : new UserRights(world, []).Has(Permission.WorldView)
                ? new NewUser(NewId(), world.Id, clientId, null, [], RawJson.EmptyObject, null)
                : null;
        if (guest is null)
        {
            return LoginOutcome.Refused(AuthErrors.MissingToken);
        }

        var first = await CreateAsync(world, guest);
        return Check(world, first.User, first);
    }

    private async ValueTask<FirstLogin> CreateAsync(World world, NewUser user)
    {
        // Whom an invite creates without letting in, because its role does not reach so far, is not logged in.
        if (FindRefusal(world, new User(user.ToRow(null, WorldDefaults.Version))) is not null)
        {
            return new FirstLogin(await _users.CreateAsync(user), IsRecorded: false, WorldView: null);
        }

        return await _users.CreateLoggedInAsync(user, _time.GetUtcNow(), world.Config.TracksWorldViews);
    }

    private async ValueTask<NewUser?> InviteAsync(World world, string clientId, string inviteToken)
    {
        if (await _invites.FindRoomAsync(world.Id, inviteToken, _time.GetUtcNow()) is not { } room)
        {
            return null;
        }

        return new NewUser(
            NewId(), world.Id, clientId, null, [], RawJson.EmptyObject, null, UserTypes.Anonymous, ShowPublicly: false, [AnonymousWorldRole],
            [new RoomGrant(room, AnonymousRoomRole)]);
    }

    private static LoginOutcome Check(World world, UserRow row, FirstLogin? first) => FindRefusal(world, new User(row)) is { } refusal
        ? LoginOutcome.Refused(refusal)
        : new LoginOutcome(row, null, first is { IsRecorded: true }, first?.WorldView);

    private static GroupedReads<(WorldId World, string Id), UserRow> Group(
        Func<WorldId, IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyList<UserRow>>> find, Func<UserRow, string> idOf) =>
        new(wanted => WorldGroups.ReadAsync<string, UserRow>(wanted, (world, ids) => find(world, ids, CancellationToken.None), idOf));

    private static UserId NewId() => new(Guid.NewGuid());

    // The order counts: a reordered list is a change.
    private static bool AreEqual(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var index = 0; index < left.Count; index++)
        {
            if (!string.Equals(left[index], right[index], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
