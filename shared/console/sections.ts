import { html } from './html.ts'

/** How much there is and whether something waits. */
export const countsSection = html`<section class="counts panel" aria-labelledby="counts-title">
  <h2 class="sr-only" id="counts-title">Counts and backlog</h2>
  <dl id="counts"></dl>
</section>`

/** The latest calls. */
export const callsSection = html`<section
  class="calls panel"
  id="calls"
  aria-labelledby="calls-title"
  tabindex="-1"
>
  <div class="panel-head">
    <h2 id="calls-title">Live calls</h2>
    <p class="feed-state" id="feed-state"></p>
    <div class="tools">
      <fieldset class="choice">
        <legend class="sr-only">Which calls</legend>
        <label><input type="radio" name="status" value="all" checked /><span>All</span></label>
        <label><input type="radio" name="status" value="accepted" /><span>Accepted</span></label>
        <label><input type="radio" name="status" value="rejected" /><span>Refused</span></label>
      </fieldset>
      <label class="filter"
        ><span class="sr-only">Filter calls by text</span>
        <input
          class="field"
          id="calls-text"
          type="search"
          placeholder="Filter"
          autocomplete="off"
          spellcheck="false"
      /></label>
      <button class="button" id="pause" type="button">Pause</button>
    </div>
  </div>
  <p class="held"><button class="button primary" id="held" type="button" hidden></button></p>
  <div class="calls-empty" id="calls-empty" hidden></div>
  <div
    class="calls-scroll"
    id="calls-scroll"
    role="region"
    aria-label="The latest calls"
    tabindex="0"
    hidden
  >
    <table role="table" aria-labelledby="calls-title">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Time</th>
          <th role="columnheader" scope="col">Call</th>
          <th role="columnheader" scope="col">Identifiers</th>
          <th role="columnheader" scope="col">Source</th>
          <th role="columnheader" scope="col">Result</th>
        </tr>
      </thead>
      <tbody role="rowgroup" id="calls-rows"></tbody>
    </table>
  </div>
</section>`

/** One visitor. */
export const profileSection = html`<section
  class="profile panel"
  id="profile-panel"
  aria-labelledby="profile-title"
>
  <div class="panel-head">
    <h2 id="profile-title" tabindex="-1">Find a profile</h2>
    <form class="search" id="search" role="search">
      <label for="identifier">Any identifier of hers</label>
      <div class="search-row">
        <input
          class="field"
          id="identifier"
          name="identifier"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="600"
          aria-describedby="identifier-hint"
        />
        <button class="button primary" type="submit">Find</button>
      </div>
      <p class="hint" id="identifier-hint">
        A cookie, user id, e-mail, phone, device or customer id, bare or as
        <code>namespace:value</code>.
      </p>
    </form>
  </div>
  <div id="profile"></div>
</section>`

/** How to send the first call from elsewhere. */
export const connectSection = html`<section
  class="connect panel"
  id="connect"
  aria-labelledby="connect-title"
  tabindex="-1"
>
  <div class="panel-head">
    <h2 id="connect-title">Connect your site or backend</h2>
    <div class="tabs" role="tablist" aria-labelledby="connect-title" id="connect-tabs"></div>
  </div>
  <div id="connect-panels"></div>
</section>`
