using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary><c>["authenticate", id?, body]</c>: auth-and-users.md section 2, connection.md section 10. Thread-safe.</summary>
/// <param name="logins">Decides who it is.</param>
/// <param name="payload">Builds the answer.</param>
/// <param name="steps">Run after the answer, in this order.</param>
public sealed class Authenticator(
    TimeProvider time,
    IUserStore users,
    LoginService logins,
    LoginPayload payload,
    IReadOnlyList<ILoginStep> steps,
    ILogger logger) : IAuthenticator
{
    private readonly TimeProvider _time = time;
    private readonly IUserStore _users = users;
    private readonly LoginService _logins = logins;
    private readonly LoginPayload _payload = payload;
    private readonly IReadOnlyList<ILoginStep> _steps = steps;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        if (LoginBody.Read(body, out var login) is { } problem)
        {
            session.RefuseLogin(ErrorCodes.InvalidBody, LoginFailure.Malformed, problem, id);
            return ValueTask.CompletedTask;
        }

        if (login.IsEmpty)
        {
            session.RefuseLogin(AuthErrors.MissingIdOrToken, LoginFailure.Malformed, id: id);
            return ValueTask.CompletedTask;
        }

        return LogInAsync(session, id.ToArray(), login);
    }

    private async ValueTask LogInAsync(Session session, byte[] id, LoginBody body)
    {
        // A login may only use a copy of the world that was compared with the store after it arrived (connection.md section 9).
        await session.WorldState!.ValidateAsync();
        if (session.WorldState.IsGone)
        {
            session.SendError(ErrorCodes.UnknownWorld);
            session.Drop(CloseReason.Normal);
            return;
        }

        var world = session.WorldState.Current;
        var outcome = await _logins.IdentifyAsync(world, body);
        if (outcome.User is not { } row)
        {
            session.RefuseLogin(outcome.Refusal!, AuthErrors.ReasonOf(outcome.Refusal!), id: id);
            return;
        }

        if (!await EnterAsync(session, world, row, outcome, id))
        {
            return;
        }

        foreach (var step in _steps)
        {
            try
            {
                await step.RunAsync(session);
            }
            catch (Exception exception)
            {
                AuthLog.LoginStepFailed(_logger, step.Name, exception.GetType().Name, exception.Message);
            }
        }
    }

    /// <summary>Records the login, joins the topics, answers. False: refused at the last moment.</summary>
    private async ValueTask<bool> EnterAsync(Session session, World world, UserRow row, LoginOutcome outcome, byte[] id)
    {
        session.WorldView = outcome.IsRecorded
            ? outcome.WorldView
            : await _users.RecordLoginAsync(row.Id, world.Id, _time.GetUtcNow(), world.Config.TracksWorldViews);
        session.BeginLogin(row, UserState.NoStamp);
        try
        {
            // Again, now that this session is in the user's topic: a ban between the first read and the topic would have reached nobody.
            await session.UserState!.ValidateAsync();
            if (LoginService.FindRefusal(world, session.UserState.Current) is { } refusal)
            {
                session.AbandonLogin();
                await EndWorldViewAsync(session, world);
                session.RefuseLogin(refusal, AuthErrors.ReasonOf(refusal), id: id);
                return false;
            }

            await session.AnnounceAsync();
            await CompleteAsync(session, world);
            return true;
        }
        catch
        {
            // The session closes its connection after this; the clean-up ends the world view.
            session.AbandonLogin();
            throw;
        }
    }

    private async ValueTask CompleteAsync(Session session, World world)
    {
        var isUnlimited = session.UserState!.RightsIn(world).Has(Permission.WorldConnectionsUnlimited);
        var authenticated = await _payload.CreateAsync(session, world);
        try
        {
            await session.CompleteLoginAsync(authenticated, isUnlimited ? null : world.Config.ConnectionLimit);
        }
        finally
        {
            authenticated.Release();
        }
    }

    private async ValueTask EndWorldViewAsync(Session session, World world)
    {
        if (session.WorldView is { } view)
        {
            session.WorldView = null;
            await _users.EndWorldViewAsync(view, _time.GetUtcNow(), delete: !world.Config.TracksWorldViews);
        }
    }
}
