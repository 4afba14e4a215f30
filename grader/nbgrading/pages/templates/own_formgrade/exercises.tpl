{#- A table of exercises that a person grades: how far each is, and the way through its open answers. -#}
{%- macro table(title, exercises, of_several) %}
<div class="panel panel-default" id="by-exercise">
  <div class="panel-heading"><h4 class="panel-title">{{ title }}</h4></div>
  <div class="table-responsive">
  <table class="table">
    <thead>
      <tr>
        {%- if of_several %}
        <th>Notebook ID</th>
        {%- endif %}
        <th>Exercise</th>
        <th class="text-center">Points</th>
        <th class="text-center">Open</th>
        <th class="text-center">Graded by hand</th>
        <th>No answer: 0 by itself</th>
      </tr>
    </thead>
    <tbody>
    {%- for each in exercises %}
      <tr>
        {%- if of_several %}
        <td><a href="{{ each.all | e }}">{{ each.notebook | e }}</a></td>
        {%- endif %}
        <td>{% if each.title != each.queue.cell %}{{ each.title | e }} {% endif %}<code>{{ each.queue.cell | e }}</code></td>
        <td class="text-center">{{ '%g' | format(each.queue.points) }}</td>
        <td class="text-center">
          {%- if each.queue.open %}
          <a class="btn btn-primary btn-sm" href="{{ each.next | e }}">Grade {{ each.queue.open | length }} in turn</a>
          {%- else %}0{% endif -%}
        </td>
        <td class="text-center">{{ each.queue.graded | length }}</td>
        <td>
          {%- if each.blank %}
          <details>
            <summary style="display: list-item; cursor: pointer">{{ each.blank | length }}</summary>
            {%- for number, link in each.blank %} <a href="{{ link | e }}">#{{ number }}</a>{% endfor %}
          </details>
          {%- else %}0{% endif -%}
        </td>
      </tr>
    {%- endfor %}
    </tbody>
  </table>
  </div>
</div>
{%- endmacro %}
