namespace Venueless.Fast.Compare.Servers;

/// <summary>Folders of the checkout that the program was built from.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    /// <exception cref="InvalidOperationException">The program was copied out of its checkout.</exception>
    public static string Root => Found.Value;

    /// <summary>What is built and installed on the way; not under version control.</summary>
    public static string WorkFolder(string name) => Path.Combine(Root, "artifacts", "compare", name);

    public static string ResultsFolder => Path.Combine(Root, "bench", "results");

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Venueless.Fast.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The folder of the solution was not found above the program.");
    }
}
