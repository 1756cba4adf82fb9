using System.CommandLine;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>list_worlds</c> (operations.md section 3.6).</summary>
internal static class ListWorldsCommand
{
    private const int IdWidth = 18;
    private const int TitleWidth = 32;

    public static Command Create(CommandHost host)
    {
        var command = new Command("list_worlds", "List all worlds with their addresses.");
        command.SetAction((_, cancellation) => RunAsync(host, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        await WriteRowAsync(host, "ID", "Title", "URL");
        foreach (var world in await open.Stores.Worlds.ListAsync(cancellation))
        {
            await WriteRowAsync(host, world.Id.Value, world.Title, world.Domain is null ? "" : $"https://{world.Domain}");
        }

        return ExitCodes.Success;
    }

    private static Task WriteRowAsync(CommandHost host, string id, string title, string url)
    {
        var cut = title.Length > TitleWidth ? title[..TitleWidth] : title;
        return host.Output.WriteLineAsync($"{id.PadRight(IdWidth)}  {cut.PadRight(TitleWidth)}  {url}");
    }
}
