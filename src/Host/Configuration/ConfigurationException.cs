namespace Venueless.Fast.Host.Configuration;

/// <summary>The server cannot start like this; every message names the file, key or variable and what it should be. No message contains a secret.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public ConfigurationException(string error)
        : this([error])
    {
    }

    public IReadOnlyList<string> Errors { get; } = errors;
}
