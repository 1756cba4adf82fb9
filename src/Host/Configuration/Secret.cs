namespace Venueless.Fast.Host.Configuration;

/// <summary>A text that is never printed: records end up in logs.</summary>
internal readonly record struct Secret(string Value)
{
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    public override string ToString() => "***";
}
