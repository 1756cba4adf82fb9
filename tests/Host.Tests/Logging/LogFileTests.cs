using Venueless.Fast.Host.Logging;

namespace Venueless.Fast.Host.Tests.Logging;

/// <summary>The file that servers, workers and commands on one data folder share.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-log-").FullName;

    private string FilePath => Path.Combine(_folder, "logs", "venueless.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TwoWriters_LoseNoLine()
    {
        using var server = new LogFile(FilePath);
        using var worker = new LogFile(FilePath);
        var lines = Enumerable.Range(0, 20).Select(number => new string((char)('a' + number), 2000 * (number % 3) + 1)).ToList();
        for (var number = 0; number < lines.Count; number++)
        {
            (number % 2 == 0 ? server : worker).Write(lines[number] + "\n");
        }

        Assert.Equal(lines, File.ReadAllLines(FilePath));
    }

    [Fact]
    public void Reopen_GoesOnInANewFile()
    {
        using var log = new LogFile(FilePath);
        log.Write("one\n");
        File.Move(FilePath, FilePath + ".1");
        log.Write("two\n");
        log.Reopen();
        log.Write("three\n");
        Assert.Equal(["one", "two"], File.ReadAllLines(FilePath + ".1"));
        Assert.Equal(["three"], File.ReadAllLines(FilePath));
    }

    [Fact]
    public void FileThatCannotBeOpened_SaysWhy()
    {
        Directory.CreateDirectory(FilePath);
        var exception = Assert.Throws<IOException>(() => new LogFile(FilePath));
        Assert.StartsWith(FilePath, exception.Message, StringComparison.Ordinal);
    }
}
