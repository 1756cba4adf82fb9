using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Background;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Storage.Files;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary>Background work and deletions in a command's process: its stores, the media folder and the way to the running nodes.</summary>
internal sealed class CommandWork : IAsyncDisposable
{
    private readonly CommandStores _open;
    private readonly ServiceProvider _services;

    private CommandWork(CommandStores open, ServiceProvider services)
    {
        _open = open;
        _services = services;
    }

    public Stores Stores => _open.Stores;

    /// <param name="isPatient">For single long transactions, see <see cref="Stores.OpenAsync"/>.</param>
    public static async Task<CommandWork> OpenAsync(CommandHost host, bool isPatient)
    {
        var open = await CommandStores.OpenAsync(host, isPatient);
        var services = new ServiceCollection();
        services.AddSingleton(host.Time);
        services.AddSingleton(open.Loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<IMediaFiles>(new MediaFolder(DataFolder.MediaFolder(open.Settings), open.Loggers.CreateLogger<MediaFolder>()));
        services.AddSingleton(open.Stores.Moderation);
        services.AddSingleton(open.Stores.SharedChatState);
        services.AddSingleton<UserDeletion>();
        services.AddSingleton<WorldClearing>();
        services.AddSingleton(open.Stores.WorldClearing);
        services.AddSingleton(open.Stores.Notices);
        services.AddBackgroundSteps(open.Settings, open.Stores);
        return new CommandWork(open, services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _open.DisposeAsync();
    }
}
