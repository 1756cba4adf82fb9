using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>posters.md, <c>poster.patch</c>: what cannot be stored changes nothing.</summary>
public sealed class PosterBadPatchTests : IAsyncLifetime
{
    private PosterServer _posters = null!;

    public async Task InitializeAsync() => _posters = await PosterServer.StartAsync();

    public async Task DisposeAsync() => await _posters.DisposeAsync();

    [Theory]
    [InlineData("""{"title": 5}""")]
    [InlineData("""{"title": "a\u0000"}""")]
    [InlineData("""{"abstract": null}""")]
    [InlineData("""{"abstract": "text"}""")]
    [InlineData("""{"authors": null}""")]
    [InlineData("""{"tags": null}""")]
    [InlineData("""{"tags": "sea"}""")]
    [InlineData("""{"tags": ["sea", 5]}""")]
    [InlineData("""{"category": []}""")]
    [InlineData("""{"poster_url": "LONG"}""")]
    [InlineData("""{"poster_preview": "LONG"}""")]
    [InlineData("""{"schedule_session": 5}""")]
    [InlineData("""{"parent_room_id": 5}""")]
    [InlineData("""{"parent_room_id": "abc"}""")]
    [InlineData("""{"presentation_room_id": "abc"}""")]
    [InlineData("""{"links": null}""")]
    [InlineData("""{"links": ["x"]}""")]
    [InlineData("""{"links": [{"display_text": "a", "url": "b"}]}""")]
    [InlineData("""{"links": [{"display_text": "a", "sorting_priority": 1}]}""")]
    [InlineData("""{"links": [{"url": "a", "sorting_priority": 1}]}""")]
    [InlineData("""{"links": [{"display_text": "a", "url": "b", "sorting_priority": "1"}]}""")]
    [InlineData("""{"links": [{"display_text": "a", "url": "b", "sorting_priority": 99999999999}]}""")]
    [InlineData("""{"links": [{"display_text": "a", "url": "LONG", "sorting_priority": 1}]}""")]
    [InlineData("""{"links": [{"display_text": "LONGLONG", "url": "b", "sorting_priority": 1}]}""")]
    [InlineData("""{"presenters": {}}""")]
    [InlineData("""{"presenters": ["x"]}""")]
    [InlineData("""{"presenters": [{}]}""")]
    [InlineData("""{"presenters": [{"id": "abc"}]}""")]
    [InlineData("""{"presenters": [{"id": "9b6a1d0e-1111-4222-8333-444455556666"}]}""")]
    public async Task Patch_BadBody_IsRefusedAndStoresNothing(string fields)
    {
        await using var manager = await _posters.LogInManagerAsync();
        var poster = await _posters.CreateAsync(manager, "Sharks");
        fields = fields.Replace("LONG", new string('x', 201), StringComparison.Ordinal);

        Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(manager, "poster.patch", PosterServer.Patch(poster, fields)));

        Assert.Single(await _posters.ReadPosterAuditAsync());
        Assert.Equal("3", await _posters.ReadVersionAsync("core_room", _posters.Hall));
        Assert.Equal("Sharks", (string?)(await PosterServer.GetAsync(manager, poster))["title"]);
    }

    [Fact]
    public async Task Patch_BadId_IsRefused()
    {
        await using var manager = await _posters.LogInManagerAsync();

        foreach (var body in new[] { "{}", """{"id": null}""", """{"id": 5}""", """{"id": "abc"}""", "null", "[]" })
        {
            Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(manager, "poster.patch", JsonNode.Parse(body)));
        }
    }
}
