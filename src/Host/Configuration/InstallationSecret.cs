using System.Diagnostics;
using System.Security.Cryptography;

namespace Venueless.Fast.Host.Configuration;

/// <summary>The secret of this installation when none is configured: <c>&lt;data&gt;/.secret</c>, made once (operations.md section 1.4).</summary>
internal static class InstallationSecret
{
    private const int Length = 50;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly TimeSpan PatienceWithTheCreator = TimeSpan.FromSeconds(1);

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
        try
        {
            if (!File.Exists(path))
            {
                wasCreated = TryCreate(path);
            }

            return Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be used: {exception.Message}");
        }
    }

    // Exclusive creation is the one step in which two processes that start at once can agree; moving a finished file without overwriting is not atomic.
    private static bool TryCreate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using var writer = new StreamWriter(path, options);
            writer.Write(RandomNumberGenerator.GetString(Alphabet, Length));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static Secret Read(string path)
    {
        // The process that created the file may not have written its one line yet.
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var reader = new StreamReader(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite });
            var text = reader.ReadToEnd().Trim();
            if (text.Length > 0)
            {
                return new Secret(text);
            }

            if (waited.Elapsed > PatienceWithTheCreator)
            {
                throw new ConfigurationException($"{path}: the file is empty; delete it to get a new secret");
            }

            Thread.Sleep(10);
        }
    }
}
