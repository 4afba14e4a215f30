{#- nbgrader's list of a notebook's submissions, below a list of the exercises that a person grades. -#}
{%- extends 'gradebook_notebook_submissions.tpl' -%}

{%- block messages -%}
{%- if exercises %}
<div class="panel panel-default" id="by-exercise">
  <div class="panel-heading"><h4 class="panel-title">Graded by hand, exercise by exercise</h4></div>
  <div class="table-responsive">
  <table class="table">
    <thead>
      <tr>
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
        <td>{{ each.title | e }} <code>{{ each.queue.cell | e }}</code></td>
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
{%- endif %}
{{ super() }}
{%- endblock -%}
