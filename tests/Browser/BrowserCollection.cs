namespace Venueless.Fast.Browser.Tests;

/// <summary>All browser tests share one browser and therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
