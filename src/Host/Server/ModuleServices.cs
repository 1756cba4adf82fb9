using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules;
using Venueless.Fast.Modules.Auth;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Host.Server;

/// <summary>Every module, its steps and their order. A new module is registered here and nowhere else.</summary>
internal static class ModuleServices
{
    public static void AddModules(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new WorldsOptions { MediaUrl = settings.Urls.Media });
        services.AddSingleton<WorldConfigWriter>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<LoginService>();
        services.AddSingleton<LoginPayload>();
        services.AddSingleton<IAuthenticator>(provider => new Authenticator(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<LoginService>(),
            provider.GetRequiredService<LoginPayload>(),
            [.. provider.GetServices<ILoginStep>()],
            provider.GetRequiredService<ILogger<Authenticator>>()));
        services.AddSingleton(provider => new UsersModule(
            provider.GetRequiredService<IUserStore>(),
            [.. provider.GetServices<IProfileStep>()],
            provider.GetRequiredService<ILogger<UsersModule>>()));
        services.AddSingleton<CommandTable, ServerCommandTable>();

        services.AddSingleton<IRoomCrowd, EmptyRooms>();
        // Clean-up order: connection.md section 10.
        services.AddSingleton<ISessionCleanUp, WorldViewCleanUp>();
    }

    private sealed class EmptyRooms : IRoomCrowd
    {
        public CrowdStep StepOf(RoomId room) => CrowdStep.None;
    }
}
