namespace Venueless.Fast.LoadTest.Tests.Scenarios;

/// <summary>The scenarios share one server.</summary>
[CollectionDefinition(Name)]
public sealed class VenueCollection : ICollectionFixture<VenueFixture>
{
    public const string Name = "venue";
}
