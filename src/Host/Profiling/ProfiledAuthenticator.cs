using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Profiling;

/// <summary>Logins, measured.</summary>
internal sealed class ProfiledAuthenticator(IAuthenticator authenticator, CpuProfile profile) : IAuthenticator
{
    private readonly IAuthenticator _authenticator = authenticator;
    private readonly CpuProfile _profile = profile;

    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        var call = _profile.Enter("authenticate");
        ValueTask running = default;
        var isRunning = false;
        try
        {
            running = _authenticator.AuthenticateAsync(session, id, body);
            isRunning = !running.IsCompleted;
        }
        finally
        {
            CpuProfile.Leave(call);
            if (!isRunning)
            {
                call.End();
            }
        }

        return isRunning ? FinishAsync(running, call) : running;
    }

    private static async ValueTask FinishAsync(ValueTask running, ProfiledCall call)
    {
        try
        {
            await running;
        }
        finally
        {
            call.End();
        }
    }
}
