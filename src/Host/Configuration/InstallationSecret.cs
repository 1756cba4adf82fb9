using System.Security.Cryptography;

namespace Venueless.Fast.Host.Configuration;

/// <summary>The secret of this installation when none is configured: <c>&lt;data&gt;/.secret</c>, made once (operations.md section 1.4).</summary>
internal static class InstallationSecret
{
    private const int Length = 50;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The configured secret, or the one of the data folder. <paramref name="wasCreated"/>: other nodes must get a copy.</summary>
    public static Secret LoadOrCreate(ServerSettings settings, out bool wasCreated)
    {
        wasCreated = false;
        if (!settings.InstallationSecret.IsEmpty)
        {
            return settings.InstallationSecret;
        }

        var path = Path.Combine(settings.DataFolder, ".secret");
        if (!File.Exists(path))
        {
            wasCreated = TryCreate(path);
        }

        var text = File.ReadAllText(path).Trim();
        return text.Length > 0 ? new Secret(text) : throw new ConfigurationException($"{path}: the file is empty; delete it to get a new secret");
    }

    // Written aside and moved without overwriting: two processes that start at once agree on one, and nobody reads half of it.
    private static bool TryCreate(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(RandomNumberGenerator.GetString(Alphabet, Length));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return false;
        }
    }
}
