using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server.Modules;
using Venueless.Fast.Modules;
using Venueless.Fast.Modules.Auth;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Exhibition;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Roulette;

namespace Venueless.Fast.Host.Server;

/// <summary>Every module, its steps and their order. A new module has a class of its own in <c>Modules</c>, is named here and nowhere else.</summary>
internal static class ModuleServices
{
    public static void AddModules(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddLogin();
        services.AddUsers(settings);
        services.AddWorlds(settings);
        services.AddRooms(settings, stores);
        services.AddChat(stores);
        services.AddVoting();
        services.AddAnnouncements();
        services.AddExhibition();
        services.AddPosters();
        services.AddCalls(settings);
        services.AddSingleton<CommandTable, ServerCommandTable>();
        services.AddSteps();
    }

    // The order of each kind counts. Clean-up: connection.md section 10; after a login: auth-and-users.md section 2.
    private static void AddSteps(this IServiceCollection services)
    {
        services.AddSingleton<ILoginStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<ILoginStep>(provider => new ScheduleImportTrigger(
            provider.GetRequiredService<IScheduleImportGate>(), provider.GetService<IScheduleImports>()));
        services.AddSingleton<IProfileStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<IBanStep, ChatBans>();
        services.AddSingleton<ISessionCleanUp, ChatCleanUp>();
        services.AddSingleton<ISessionCleanUp, ContactCleanUp>();
        services.AddSingleton<ISessionCleanUp, RoomCleanUp>();
        services.AddSingleton<ISessionCleanUp, RouletteCleanUp>();
        services.AddSingleton<ISessionCleanUp, WorldViewCleanUp>();
    }
}
