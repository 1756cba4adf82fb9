using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Exhibitors that can be listed and looked at, and nobody's staff: for logins and benchmarks. Thread-safe.</summary>
public sealed class FixedExhibitionStore(params IReadOnlyList<ExhibitorDetails> exhibitors) : IExhibitionStore
{
    private readonly IReadOnlyList<ExhibitorDetails> _exhibitors = exhibitors;

    public Task<IReadOnlyList<ListedExhibitor>> ListAsync(RoomId room, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ListedExhibitor>>([.. _exhibitors.Select(static exhibitor => exhibitor.Row).Select(static row => new ListedExhibitor(
            row.Id, row.Name, row.Tagline, row.ShortText, row.Logo, row.BannerList, row.Size, row.SortingPriority))]);

    public Task<IReadOnlyList<ExhibitorName>> ListNamesAsync(WorldId world, UserId? staff, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ExhibitorName>>([]);

    public Task<ExhibitorDetails?> FindAsync(WorldId world, ExhibitorId exhibitor, CancellationToken cancellation = default) =>
        Task.FromResult(_exhibitors.FirstOrDefault(one => one.Row.Id == exhibitor));

    public Task<IReadOnlyList<ExhibitorDetails>> FindStaffedAsync(WorldId world, UserId staff, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ExhibitorDetails>>([]);

    public Task<bool> AddViewAsync(WorldId world, ExhibitorId exhibitor, UserId user, DateTimeOffset now, CancellationToken cancellation = default) =>
        Task.FromResult(true);

    public Task<PatchedExhibitor> PatchAsync(ExhibitorPatch patch, ExhibitorAuthor author, CancellationToken cancellation = default) =>
        throw new NotSupportedException("These exhibitors stay as they are.");

    public Task<ExhibitorDetails?> DeleteAsync(ExhibitorId exhibitor, ExhibitorAuthor author, CancellationToken cancellation = default) =>
        throw new NotSupportedException("These exhibitors stay as they are.");

    public Task<IReadOnlyDictionary<UserId, ExhibitionData>> ReadDataAsync(WorldId world, IReadOnlyList<UserId> users, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<UserId, ExhibitionData>>(users.ToDictionary(static user => user, static _ => ExhibitionData.Empty));
}
