namespace Venueless.Fast.Core.Domain.Import;

/// <summary>An object of an import document whose keys are taken out one by one; what is left over can be refused or kept.</summary>
internal sealed class ImportObject(OrderedDictionary<string, ImportNode> members, string path)
{
    private readonly OrderedDictionary<string, ImportNode> _members = members;
    private readonly string _path = path;

    /// <summary>The keys not taken yet, in the order of the document.</summary>
    public IReadOnlyDictionary<string, ImportNode> Rest => _members;

    public ImportNode Take(string key) =>
        TakeOrNull(key) ?? throw WorldImportException.At(_path.Length == 0 ? key : $"{_path}.{key}", "is missing");

    public ImportNode? TakeOrNull(string key) => _members.Remove(key, out var node) ? node : null;

    /// <summary>Complains about the first key that nobody took.</summary>
    public void RefuseRest()
    {
        foreach (var (_, node) in _members)
        {
            throw WorldImportException.At(node.Path, "is not a known key");
        }
    }
}
