using System.CommandLine;
using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>import_config</c> (operations.md sections 3.7 and 4). Running servers notice the new version of the world by themselves.</summary>
internal static class ImportConfigCommand
{
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "JSON document, relative to the working folder." };
        var command = new Command("import_config", "Create or update a world from a file; all or nothing.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(host, parsed.GetRequiredValue(file), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string file, CancellationToken cancellation)
    {
        var import = WorldImport.Parse(await ReadAsync(Path.GetFullPath(file, host.Sources.WorkingFolder), cancellation));
        await using var open = await CommandStores.OpenAsync(host);
        await open.Stores.Importer.ImportAsync(import, cancellation);
        return ExitCodes.Success;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: cannot be read: {exception.Message}");
        }
    }
}
