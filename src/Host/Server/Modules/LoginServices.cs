using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Logging in.</summary>
internal static class LoginServices
{
    public static void AddLogin(this IServiceCollection services)
    {
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ITokenIssuer>(static provider => provider.GetRequiredService<TokenIssuer>());
        services.AddSingleton<LoginService>();
        services.AddSingleton<LoginPayload>();
        services.AddSingleton<IAuthenticator>(provider => new Authenticator(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<LoginService>(),
            provider.GetRequiredService<LoginPayload>(),
            [.. provider.GetServices<ILoginStep>()],
            provider.GetRequiredService<ILogger<Authenticator>>()));
    }
}
