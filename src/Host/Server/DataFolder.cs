using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Server;

/// <summary>Layout of the data folder (operations.md section 2.1).</summary>
internal static class DataFolder
{
    public static string LogFile(ServerSettings settings) => Path.Combine(settings.DataFolder, "logs", "venueless.log");

    /// <summary>Where operators' commands find a node without Redis.</summary>
    public static string ControlSocket(ServerSettings settings) => Path.Combine(settings.DataFolder, "control.sock");

    /// <summary>Uploaded and generated files, unless an object store keeps them.</summary>
    public static string MediaFolder(ServerSettings settings) => Path.Combine(settings.DataFolder, "media");

    /// <summary>Makes the folders that are missing; the parent must exist, so that a typing error does not start an empty installation.</summary>
    public static void Prepare(ServerSettings settings)
    {
        var parent = Path.GetDirectoryName(settings.DataFolder);
        if (parent is not null && !Directory.Exists(parent))
        {
            throw new ConfigurationException($"VENUELESS_DATA_DIR: the folder {parent} does not exist");
        }

        try
        {
            Directory.CreateDirectory(Path.Combine(settings.DataFolder, "logs"));
            Directory.CreateDirectory(MediaFolder(settings));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{settings.DataFolder}: cannot be written: {exception.Message}");
        }
    }
}
