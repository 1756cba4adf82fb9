namespace Venueless.Fast.Host.Tests.Operators;

/// <summary>A folder with a file in it, deeper than the address of a socket may be long.</summary>
internal sealed class DeepFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("venueless-test-");

    public DeepFolder()
    {
        Path = Directory.CreateDirectory(System.IO.Path.Combine(_root.FullName, new string('x', 60), new string('ü', 60))).FullName;
        File.WriteAllText(System.IO.Path.Combine(Path, "kept.txt"), "kept");
    }

    public string Path { get; }

    public void Dispose() => _root.Delete(recursive: true);
}
