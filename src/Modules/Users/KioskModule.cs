using System.Security.Cryptography;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>Screens that log in by a link: auth-and-users.md section 9. Thread-safe.</summary>
public sealed class KioskModule(IUserStore users, IShortTokenStore shortTokens, ITokenIssuer tokens)
{
    private const string Role = "__kiosk";
    private const string Trait = "-kiosk";
    private const int CodeLength = 24;
    private const string CodeCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(365);

    private readonly IUserStore _users = users;
    private readonly IShortTokenStore _shortTokens = shortTokens;
    private readonly ITokenIssuer _tokens = tokens;

    /// <summary>A new kiosk.</summary>
    [Command("user.kiosk.create")]
    [WorldPermission(Permission.WorldUpdate)]
    internal async ValueTask<CommandResult> CreateAsync(CommandContext context, KioskCreateBody body)
    {
        var profile = body.Profile is { } given && given.Utf8[0] == (byte)'{' ? given : RawJson.EmptyObject;
        var kiosk = await _users.CreateAsync(new NewUser(
            new UserId(Guid.NewGuid()), context.World.Id, null, Guid.NewGuid().ToString(), [], profile, null, UserTypes.Kiosk, ShowPublicly: false, [Role]));
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("user"u8, kiosk.Id.Value);
        json.WriteEndObject();
        return CommandResult.Success;
    }

    /// <summary>The kiosk, with a new log-in code.</summary>
    [Command("user.kiosk.fetch")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal async ValueTask<CommandResult> FetchAsync(CommandContext context, TargetBody body)
    {
        if (body.Id.Value is not { } id
            || await _users.FindAsync(context.World.Id, new UserId(id)) is not { Type: UserTypes.Kiosk, Deleted: false, TokenId: { } uid } row)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        if (context.World.Config.JwtSecrets is not [{ Issuers.Count: > 0, Audiences.Count: > 0 } secret, ..])
        {
            return CommandResult.Error(UserErrors.NoSecret);
        }

        var code = await AddCodeAsync(context, secret, uid);
        var json = context.BeginReply();
        json.WriteStartObject();
        UserObject.WriteMembers(json, new User(row), context.World, context.Now, UserView.Admin | UserView.Own | UserView.Unbadged);
        json.WriteString("token"u8, code);
        json.WriteEndObject();
        return CommandResult.Success;
    }

    private async ValueTask<string> AddCodeAsync(CommandContext context, JwtSecret secret, string uid)
    {
        var token = _tokens.Issue(secret, uid, [Trait], TokenLifetime);
        var expires = context.Now + TokenLifetime;
        while (true)
        {
            var code = RandomNumberGenerator.GetString(CodeCharacters, CodeLength);
            if (await _shortTokens.AddAsync(context.World.Id, code, token, expires))
            {
                return code;
            }
        }
    }
}
